/** A key that MeshView 3.x or its samples have and that is not in the schema under this name. */
export interface OldName {
  section: string
  key: string
  /** Where its value goes, unless that key is given itself: pairs of section and key. */
  targets: readonly (readonly [section: string, key: string])[]
  /** Shown as a warning when the key is used; without it the old name is as good as the new one. */
  warning?: string
  /** For the documentation: what becomes of the key. */
  note: string
}

/** Keys of MeshView 3.x that go by another name here, or that never had an effect. */
export const OLD_NAMES: readonly OldName[] = [
  {
    section: 'site',
    key: 'firehose_interal',
    targets: [['site', 'firehose_interval']],
    warning: 'is misspelt; it is taken for [site] firehose_interval, write that instead',
    note: 'a misspelling in the samples of 3.x; taken for `[site] firehose_interval`, with a warning',
  },
  {
    section: 'site',
    key: 'conversations',
    targets: [],
    warning: 'has no effect; the menu entry is shown or hidden by [site] chat',
    note: 'never had an effect; `[site] chat` shows or hides the menu entry',
  },
  {
    section: 'server',
    key: 'acme_challenge',
    targets: [],
    warning: 'has no effect; name a certificate in [server] tls_cert, or let a proxy do HTTPS',
    note: 'never had an effect; see `[server] tls_cert`',
  },
  {
    section: 'cleanup',
    key: 'days_to_keep',
    targets: [
      ['retention', 'packets_days'],
      ['retention', 'positions_days'],
      ['retention', 'telemetry_days'],
      ['retention', 'nodes_days'],
    ],
    note: 'sets every key of `[retention]` that is not given',
  },
  {
    section: 'cleanup',
    key: 'backup_enabled',
    targets: [['backup', 'enabled']],
    note: '`[backup] enabled`',
  },
  {
    section: 'cleanup',
    key: 'backup_dir',
    targets: [['backup', 'dir']],
    note: '`[backup] dir`',
  },
  {
    section: 'cleanup',
    key: 'backup_hour',
    targets: [['backup', 'hour']],
    note: '`[backup] hour`; not given, the hour of the cleanup where `backup_enabled` is',
  },
  {
    section: 'cleanup',
    key: 'backup_minute',
    targets: [['backup', 'minute']],
    note: '`[backup] minute`; not given, the minute of the cleanup where `backup_enabled` is',
  },
]
