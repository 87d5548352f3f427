import type { Chart } from '../../../src/reader/charts/chart.js'
import { wordsOf } from './browse.js'

/** A chart of a page as its script gets it. */
export interface ChartOf {
  title: string
  chart: Chart
}

const entities: Record<string, string> = { '&quot;': '"', '&amp;': '&', '&lt;': '<', '&gt;': '>' }

export function chartsOf(html: string): ChartOf[] {
  const figures = html.matchAll(/<figure class="card chart">.*?<\/figure>/gs)
  return [...figures].map(([figure]) => {
    const title = wordsOf(/<h3>(.*?)<\/h3>/s.exec(figure)?.[1] ?? '')
    const data = /data-chart="([^"]*)"/.exec(figure)?.[1] ?? ''
    const json = data.replace(/&(?:quot|amp|lt|gt);/g, (entity) => entities[entity] ?? entity)
    return { title, chart: JSON.parse(json) as Chart }
  })
}
