import { Link, useWords } from './site.js'

/** The rankings and what compares nodes, as tabs of one page. */
export function RankingTabs({ current }: { current: string }) {
  const { top, links, gateways } = useWords()
  const tabs = [
    ['/top', top.senders],
    ['/top?of=gateways', top.gateways],
    ['/links', links.title],
    ['/gateways', gateways.title],
  ] as const
  return (
    <nav class="tabs" aria-label={top.ranking}>
      {tabs.map(([href, label]) => (
        <Link key={href} href={href} aria-current={href === current ? 'page' : undefined}>
          {label}
        </Link>
      ))}
    </nav>
  )
}
