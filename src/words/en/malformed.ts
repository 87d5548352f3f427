/** The page of the messages that could not be read. */
export const malformed = {
  title: 'Messages that were not understood',
  about: 'The last hundred, newest first',
  back: 'Back to the status',
  none: 'Every message so far was understood.',
  empty: 'The message has no content.',
  look: 'Look at the last of them.',
} as const
