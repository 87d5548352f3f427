// What map, heat map and graph say by themselves; the rest is in the page.
export const words = {
  live: 'Live',
  reconnecting: 'Reconnecting',
  copied: 'Link copied',
  notCopied: 'Copy the address of this page',
  loadFailed: 'The nodes could not be loaded. Trying again…',
  shown: (shown: number, all: number) => `${count(shown)} of ${count(all)} nodes on the map`,
  linked: (nodes: number, links: number) => `${count(nodes)} nodes, ${count(links)} links`,
  unknown: 'Unknown',
  nodes: (number: number) => (number === 1 ? '1 node' : `${count(number)} nodes`),
  mapLabel: 'Map of nodes; the table below the map lists them',
  close: 'Close',
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  low: 'Few',
  high: 'Many',
  ages: ['1 hour', '6 hours', '1 day', '3 days', '7 days', 'older'],
} as const

function count(number: number): string {
  return number.toLocaleString()
}
