import { Icon } from './icons.js'
import { Link, useSite, useWords } from './site.js'

/**
 * A star that keeps a node among the visitor's favourites. They are kept in the browser, so it is
 * there only with script, and from the first paint on: src/islands/favourites.ts fills it.
 */
export function FavouriteStar({ node_id }: { node_id: number }) {
  const { nodelist } = useWords()
  return (
    <button
      type="button"
      class="star with-script"
      aria-label={nodelist.favourite}
      title={nodelist.favourite}
      aria-pressed="false"
      data-favourite={node_id}
    >
      <Icon name="star" size={16} />
    </button>
  )
}

/** Leads to the list of the favourites alone, or back to all nodes. */
export function Favourites({ isChosen }: { isChosen: boolean }) {
  const { base } = useSite()
  const { nodelist } = useWords()
  if (isChosen) {
    return (
      <Link class="button quiet" href="/nodelist">
        {nodelist.all}
      </Link>
    )
  }
  return (
    <a class="button quiet" href={`${base}/nodelist`} data-favourites hidden>
      <Icon name="star" size={16} />
      {nodelist.favourites}
    </a>
  )
}
