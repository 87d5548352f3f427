import { textParts } from '../text-parts.js'

/** Words from the mesh, their web addresses as links that nothing follows by itself. */
export function LinkedText({ text }: { text: string }) {
  return (
    <>
      {textParts(text).map((part, index) =>
        'href' in part ? (
          <a key={index} href={part.href} rel="noopener noreferrer nofollow">
            {part.text}
          </a>
        ) : (
          part.text
        ),
      )}
    </>
  )
}
