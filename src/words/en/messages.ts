/** What was said to everybody. */
export const chat = {
  title: 'Chat',
  titleOn: 'Chat on {channel}',
  about: 'What was said to everybody, newest first',
  channels: 'Channels',
  none: 'Nothing was said here yet.',
  alert: 'Alert',
  gatewaysTitle: 'Gateways that heard it',
  gateways: {
    one: '{count} gateway',
    other: '{count} gateways',
  },
  reactions: 'Reactions',
  reactedBy: 'by {names}',
  replyToOther: 'in reply to {link|another packet}',
} as const

/** Check-ins to the weekly net. */
export const net = {
  title: 'Weekly net',
  download: 'Download CSV',
  noTag: 'No tag is configured that makes a message a check-in.',
  usualMessage: 'Weekly Mesh check-in message.',
  explained: 'A message with {tag} in it is a check-in. Weeks begin on Monday.',
  thisWeek: 'This week',
  olderWeeks: 'Older weeks',
  weekOf: 'Week of {date}',
  counts: '{stations}, {messages}',
  stations: {
    one: '{count} station',
    other: '{count} stations',
  },
  messages: {
    one: '{count} message',
    other: '{count} messages',
  },
  nobody: 'Nobody has checked in.',
  checkedIn: 'checked in',
  again: {
    one: 'Another message',
    other: '{count} more messages',
  },
} as const
