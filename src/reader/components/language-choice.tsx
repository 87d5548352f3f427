import { languageNames } from '../../words/languages.js'
import { Link, type Site, useWords } from './site.js'

/** Every language in its own words; the choice is kept, and leads back to this page. */
export function LanguageChoice({ site }: { site: Site }) {
  const { shell } = useWords()
  return (
    <nav class="languages" aria-label={shell.language}>
      {Object.entries(languageNames).map(([code, name]) => (
        <Link
          key={code}
          href={`/language/${code}`}
          lang={code}
          rel="nofollow"
          aria-current={code === site.speech.language ? 'true' : undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  )
}
