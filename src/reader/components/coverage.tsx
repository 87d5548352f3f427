import type { NodeRow } from '../../db/read/nodes.js'
import { formatNodeId } from '../../mesh/node-id.js'
import { coverageRanges } from '../api/schemas-coverage.js'
import { useSite, useWords } from './site.js'

type Name = 'tx_dbm' | 'tx_height_m' | 'freq_mhz'

/**
 * Where the node is likely to be heard: asked for when a visitor wants it, and drawn on the map
 * above by src/islands/coverage.ts. Nothing for a node that has not told where it is.
 */
export function CoverageCard({ node }: { node: NodeRow }) {
  const { base, units } = useSite()
  const { coverage } = useWords()
  if (node.last_lat === null || node.last_long === null) return null
  // Metres, whatever the site reads: without script the answer is for programs, and so is the form.
  const field = (name: Name, label: string, value: number = coverageRanges[name].usual) => (
    <label class="field">
      {label}
      <input
        type="number"
        name={name}
        value={value}
        min={coverageRanges[name].least}
        max={coverageRanges[name].most}
        step="any"
        required
        data-metres={name === 'tx_height_m' ? 1 : undefined}
      />
    </label>
  )
  return (
    <details class="card behind-card coverage" data-keep>
      <summary>
        <h2>{coverage.title}</h2>
      </summary>
      <form
        class="filters"
        method="get"
        action={`${base}/api/coverage/${formatNodeId(node.node_id)}`}
        data-coverage={node.last_long / 1e7}
        data-units={units}
      >
        {field('tx_dbm', coverage.power)}
        {field('tx_height_m', coverage.height)}
        {field('freq_mhz', coverage.frequency, usualFrequency(node.region))}
        <button type="submit" class="button primary">
          {coverage.draw}
        </button>
        <button type="reset" class="button quiet" hidden>
          {coverage.remove}
        </button>
      </form>
      <p class="coverage-says" role="status" />
      <p class="small muted">
        {coverage.model.with({
          link: (text) => <a href={`${base}/docs/coverage.md`}>{text}</a>,
        })}
      </p>
    </details>
  )
}

/** MHz of a region that says so in its name (`EU_868`, `UA_433`), else that of 3.x. */
function usualFrequency(region: string | null): number {
  const named = /_(\d{3})$/.exec(region ?? '')?.[1]
  return named === undefined ? coverageRanges.freq_mhz.usual : Number(named)
}
