/**
 * The monotonic clock that all processes of a machine share, in tenths of a millisecond and in
 * 32 bits: the id of a packet can carry the time at which it was published.
 */
export function clockTenths(): number {
  return Number((process.hrtime.bigint() / 100_000n) & 0xffff_ffffn)
}
