/** Strokes of each icon in a box of 24 by 24; drawn for this site. */
const paths = {
  nodes:
    'M12 12m-2.2 0a2.2 2.2 0 1 0 4.4 0a2.2 2.2 0 1 0-4.4 0M8 8a5.7 5.7 0 0 0 0 8M16 8a5.7 5.7 0 0 1 0 8M5.2 5.2a9.6 9.6 0 0 0 0 13.6M18.8 5.2a9.6 9.6 0 0 1 0 13.6',
  chat: 'M4 6.5A2.5 2.5 0 0 1 6.5 4h11A2.5 2.5 0 0 1 20 6.5v7a2.5 2.5 0 0 1-2.5 2.5H11l-4.5 4v-4A2.5 2.5 0 0 1 4 13.500zM8 8.500h8M8 11.500h5',
  packets: 'M4 6h16M4 10.500h16M4 15h10M4 19.500h6',
  route:
    'M6 18.500m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M18 5.500m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M8 18.500h6.500a3.25 3.25 0 0 0 0-6.500h-5a3.25 3.25 0 0 1 0-6.500H16',
  status: 'M3.5 12.500h4l2.5-7 4 13 2.5-6h4',
  sun: 'M12 12m-3.6 0a3.6 3.6 0 1 0 7.2 0a3.6 3.6 0 1 0-7.2 0M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.600l1.4 1.400M17 17l1.4 1.400M5.6 18.400l1.4-1.400M17 7l1.4-1.4',
  pause: 'M9 5.500v13M15 5.500v13',
  map: 'M9 4.500L3.500 6.500v13L9 17.500l6 2 5.500-2v-13L15 6.500zM9 4.500v13M15 6.500v13',
  graph:
    'M6 7m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M18 6m-2 0a2 2 0 1 0 4 0a2 2 0 1 0-4 0M13 18m-2.200 0a2.200 2.200 0 1 0 4.400 0a2.200 2.200 0 1 0-4.400 0M8 6.900l8-.7M7 8.700l4.800 7.400M17.300 7.900l-3.300 8',
  close: 'M6 6l12 12M18 6L6 18',
  enlarge:
    'M14 4.500h5.500V10M19.500 4.500l-6.500 6.500M10 19.500H4.500V14M4.500 19.500l6.500-6.500',
  link: 'M10 14a4 4 0 0 0 5.700 0l3.100-3.100a4 4 0 0 0-5.700-5.700L12 6.300M14 10a4 4 0 0 0-5.700 0l-3.100 3.100a4 4 0 0 0 5.700 5.700L12 17.700',
  search: 'M10.5 10.500m-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0M15 15l5.5 5.5',
  top: 'M5 18.500l5-6 4 3.500 5-8M14.500 8h4.500v4.500',
  net: 'M5 6.500h14v13H5zM5 10.500h14M9 3.500v4M15 3.500v4M9 15l2.200 2.200L15.500 13',
  star: 'M12 4l2.400 5 5.500.700-4 3.800 1 5.500-4.900-2.700L7.100 19l1-5.500-4-3.800 5.500-.700z',
  filter: 'M4 6.500h16M7 12h10M10.5 17.500h3',
  reply: 'M9.5 6L4 11.5 9.5 17M4 11.500h9a7 7 0 0 1 7 7',
} as const

export type IconName = keyof typeof paths

/**
 * Decoration beside a word: screen readers skip it. Pixels where the browser's text is of the
 * usual size; it grows with the text.
 */
export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      width={`${size / 16}rem`}
      height={`${size / 16}rem`}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="1.7"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
    >
      <path d={paths[name]} />
    </svg>
  )
}

/** The mark of the site: three nodes that hear each other. */
export function Mark() {
  return (
    <svg width="26" height="26" viewBox="0 0 32 32" aria-hidden="true">
      <g fill="none" stroke="currentColor" stroke-width="2.2" stroke-linecap="round">
        <path d="M7.5 23.500L14 10.500M18 10.500l6.5 13M10.5 25.500h11" opacity="0.55" />
      </g>
      <circle cx="16" cy="7" r="4" fill="currentColor" />
      <circle cx="6" cy="25.5" r="4" fill="currentColor" />
      <circle cx="26" cy="25.5" r="4" fill="currentColor" />
    </svg>
  )
}
