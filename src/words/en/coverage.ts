/** Where a node is likely to be heard, by calculation. */
export const coverage = {
  title: 'Predicted coverage',
  power: 'Power (dBm)',
  height: 'Height above the surroundings (m)',
  heightInFeet: 'Height above the surroundings (ft)',
  frequency: 'Frequency (MHz)',
  draw: 'Draw on the map',
  remove: 'Take off the map',
  working: 'Being predicted…',
  reach: 'Likely to be heard up to {distance} away ({model}).',
  nowhere: 'Likely to be heard nowhere beyond its own place ({model}).',
  failed: 'It could not be predicted just now. Another try may help.',
  model:
    'A calculation for average hilly land, not a measurement: it knows no mountain and no house, so the area is a circle. {link|How it is made}',
} as const
