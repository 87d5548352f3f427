// What radios measure in the units that the people of a site read. Browser safe.
import type { Units } from './local.js'

interface Reading {
  unit: string
  /** Multiplied by this … */
  scale: number
  /** … and then this is added. */
  shift?: number
}

/** What is read in another unit where people think in miles; the rest is the same everywhere. */
const IMPERIAL: Readonly<Record<string, Reading>> = {
  '°C': { unit: '°F', scale: 1.8, shift: 32 },
  'm/s': { unit: 'mph', scale: 3600 / 1609.344 },
  'km/h': { unit: 'mph', scale: 1 / 1.609344 },
  m: { unit: 'ft', scale: 1 / 0.3048 },
  mm: { unit: 'in', scale: 1 / 25.4 },
  hPa: { unit: 'inHg', scale: 1 / 33.8639 },
  kg: { unit: 'lb', scale: 1 / 0.453_592_37 },
}

/** Where more decimals would only pretend to be exact. */
const DECIMALS: Readonly<Record<string, number>> = {
  '°C': 1,
  '°F': 1,
  mph: 1,
  ft: 0,
  in: 2,
  inHg: 2,
  hPa: 1,
  lb: 1,
}

/** The unit in which a value of `unit` is read. */
export function unitIn(unit: string, units: Units): string {
  return readingOf(unit, units)?.unit ?? unit
}

/** A value of `unit` in the unit that `unitIn` names. */
export function valueIn(value: number, unit: string, units: Units): number {
  const reading = readingOf(unit, units)
  return reading === undefined ? value : value * reading.scale + (reading.shift ?? 0)
}

/** How many decimals a value of a unit deserves; undefined where its size says so. */
export function decimalsOf(unit: string): number | undefined {
  return DECIMALS[unit]
}

function readingOf(unit: string, units: Units): Reading | undefined {
  return units === 'imperial' ? IMPERIAL[unit] : undefined
}
