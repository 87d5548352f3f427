/** What one trial of `mvrun check` found; a problem names the key to change. */
export interface Finding {
  outcome: 'ok' | 'warning' | 'problem'
  text: string
}
