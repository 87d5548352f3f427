/**
 * How summaries speak: the words are those of the reader, who knows the language of the visitor.
 * What Meshtastic itself names (enums, ids) is not in it and stays as it is written there.
 */
export interface Say {
  readonly noFix: string
  readonly powered: string
  readonly compressed: string
  readonly position: string
  readonly direct: string
  readonly routeRequest: string
  readonly routeReply: string
  readonly acknowledged: string
  readonly keyVerification: string
  via(path: string): string
  failed(reason: string): string
  neighbours(count: number): string
  messages(count: number): string
  bytes(count: number): string
  every(seconds: number): string
  pax(wifi: number, ble: number): string
  height(metres: number): string
  /** A measured value under the name of its field: `Voltage 3.9 V`. */
  measured(name: string, value: number | string, unit: string | undefined): string
}
