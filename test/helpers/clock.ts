// Loaded before a program of ours (`node --import`): its clock goes wrong by the next step of
// MESHVIEW_TEST_CLOCK (hours, `2,-1,0`) whenever it hears SIGUSR2. Timers go on as they were, as
// they do on a machine whose clock is set. MESHVIEW_TEST_CLOCK_START: how it goes from the beginning.

const HOUR_MS = 3_600_000
const steps = (process.env.MESHVIEW_TEST_CLOCK ?? '').split(',').map(Number)
const RightDate = Date
let off_ms = Number(process.env.MESHVIEW_TEST_CLOCK_START ?? 0) * HOUR_MS

class WrongDate extends RightDate {
  constructor(...given: [] | [number | string]) {
    if (given.length === 0) super(WrongDate.now())
    else super(...(given as [number]))
  }

  static override now(): number {
    return RightDate.now() + off_ms
  }
}

globalThis.Date = WrongDate as DateConstructor
process.on('SIGUSR2', () => {
  off_ms = (steps.shift() ?? 0) * HOUR_MS
  console.log(`{"clock":"off by ${off_ms / HOUR_MS} h"}`)
})
