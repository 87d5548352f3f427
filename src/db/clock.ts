/**
 * This version of MeshView is younger (2026-01-01, µs): a clock that says an earlier time was not set
 * since the machine was switched on. Single-board computers have no battery for theirs: they begin
 * with 1970, or with the time at which their system was made, until a time server has answered.
 */
export const CLOCK_SET_US = 1_767_225_600_000_000

/** Whether a clock that says this time (µs) can have been set. */
export function isClockSet(time_us: number): boolean {
  return time_us >= CLOCK_SET_US
}
