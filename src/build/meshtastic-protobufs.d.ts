// The package ships types that the module resolution of Node does not find. Only its exports as a
// whole are walked, so no more than their presence needs to be known.
declare module '@meshtastic/protobufs' {}
