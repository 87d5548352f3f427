/** Places that people marked for the others. */
export const waypoints = {
  title: 'Waypoints',
  name: 'Name',
  description: 'Description',
  position: 'Position',
  by: 'Marked by',
  told: 'Reported',
  until: 'Until',
  forever: 'for ever',
  unnamed: 'without a name',
} as const
