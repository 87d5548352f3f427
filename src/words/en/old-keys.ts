/** Words that only `/api/lang` tells, to programs that were made for MeshView 3.x. */
export const oldKeys = {
  replyingTo: 'Replying to',
  packetDetails: 'View packet details',
  resume: 'Resume',
  packetId: 'Packet ID',
  nodeId: 'Node ID',
  hexId: 'Hex ID',
  allFirmware: 'All firmware versions',
  numberOfMessages: 'Number of messages',
} as const
