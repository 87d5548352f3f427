import type { ComponentChildren } from 'preact'
import type { Ground } from '../map/ground.js'
import { Icon } from './icons.js'
import { useSite, useWords } from './site.js'

interface MapRootProps {
  ground: Ground
  /** `map` for the whole window below the header, `kiosk` for all of the screen. */
  kind: 'map' | 'kiosk' | 'heat'
  children?: ComponentChildren
}

/**
 * The drawing and what lies on it. src/islands/map.ts finds it by `data-map`: addresses of what it
 * loads, and what the ground is made of.
 */
export function MapRoot({ ground, kind, children }: MapRootProps) {
  const { base, assets, units } = useSite()
  const { mapPage } = useWords()
  return (
    <section
      class={`map map-${kind}`}
      data-map={kind}
      data-base={base}
      data-source={`${base}/map/data.json`}
      data-heat={`${base}/map/heat.json`}
      data-live={kind === 'heat' ? undefined : `${base}/live/map`}
      data-cards={`${base}/map/node/`}
      data-trail={`${base}/map/trail/`}
      data-bounds={ground.bounds}
      data-units={units}
      aria-label={mapPage.label}
    >
      <div
        class="map-frame"
        data-map-frame
        data-outline={base + assets.url('outline')}
        data-tiles={ground.tiles}
        data-attribution={ground.attribution}
        role="application"
        aria-label={mapPage.frameLabel}
      />
      <div class="map-tip" data-tip hidden />
      {children}
    </section>
  )
}

/** Whether news flow in, and how many nodes are shown: `summary` until the drawing counts them. */
export function MapState({ summary }: { summary?: string }) {
  const { live } = useWords()
  return (
    <p class="map-state" data-map-state>
      <span class="live-state" data-map-state-text>
        {live.connecting}
      </span>
      <span data-map-summary role="status">
        {summary}
      </span>
    </p>
  )
}

/** Where the card of the chosen node appears. */
export function MapCardFrame() {
  const { mapPage } = useWords()
  return (
    <aside class="map-card" data-card tabIndex={-1} hidden aria-label={mapPage.chosenNode}>
      <button type="button" class="icon-button map-card-close" data-card-close>
        <Icon name="close" />
        <span class="visually-hidden">{mapPage.close}</span>
      </button>
      <div data-card-body />
    </aside>
  )
}

/** Packets of nodes that have no place on the map. */
export function Unmapped() {
  const { mapPage } = useWords()
  return (
    <section class="map-box map-ticker" data-ticker hidden aria-label={mapPage.notOnMap}>
      <h2>{mapPage.notOnMap}</h2>
      <ol data-ticker-lines />
    </section>
  )
}

/** Which links are drawn: checkboxes that are their own legend. */
export function LinkKinds() {
  const { mapPage } = useWords()
  const linkKinds = [
    ['direct', '1', mapPage.linkDirect, mapPage.linkDirectTitle],
    ['traceroute', '3', mapPage.linkTraceroute, mapPage.linkTracerouteTitle],
    ['neighbor', '2', mapPage.linkNeighbour, mapPage.linkNeighbourTitle],
  ] as const
  return (
    <fieldset class="link-kinds">
      <legend>{mapPage.links}</legend>
      {linkKinds.map(([name, kind, label, title]) => (
        <label key={name} title={title}>
          <input type="checkbox" data-link={name} checked />
          <svg width="26" height="8" aria-hidden="true" class={`link-sample link-${kind}`}>
            <path d="M1 4h24" />
          </svg>
          {label}
        </label>
      ))}
      <p class="faint small">{mapPage.linkNote}</p>
    </fieldset>
  )
}
