/** Why a packet's content is not shown. */
export const payload = {
  bytes: {
    one: '{count} byte',
    other: '{count} bytes',
  },
  encryptedForOne: 'Encrypted for one node. {size}.',
  encryptedUnknown: 'Encrypted with a key that is not known here. {size}.',
  notUnderstood: 'not understood',
  noMessage: 'The bytes are no Meshtastic message.',
  admin: 'Remote administration; not shown.',
  direct: 'A direct message; not shown.',
  noDescription: 'No description of this payload is known. {size}.',
  broken: 'The payload is not what its port promises ({reason}).',
} as const
