/** What `migrate help` prints: every verb, or one of them, with examples. */
const verbs: Record<string, { usage: string; does: string; examples: string[] }> = {
  upgrade: {
    usage: 'upgrade [head | heads | +N | REV] [--sql] [--no-backup]',
    does: 'applies what is pending; the writer does this at every start',
    examples: ['migrate upgrade head', 'migrate upgrade +1', 'migrate upgrade head --sql'],
  },
  downgrade: {
    usage: 'downgrade base | -N | REV [--sql] [--yes] [--no-backup]',
    does: 'reverts; REV itself stays',
    examples: ['migrate downgrade -1', 'migrate downgrade 23dad03d2e42'],
  },
  current: {
    usage: 'current [-v] [--check-heads]',
    does: 'where the database stands; --check-heads: exit code 1 when not at the head',
    examples: ['migrate current -v'],
  },
  history: {
    usage: 'history [-r FROM:TO] [-i | --indicate-current] [-v]',
    does: 'the chain, newest first; -i marks where the database stands, -r is a part of it',
    examples: ['migrate history --indicate-current'],
  },
  show: { usage: 'show REV', does: 'one revision, and the file that it is in', examples: [] },
  heads: { usage: 'heads [-v]', does: 'the ends of the chain; one is right', examples: [] },
  branches: { usage: 'branches [-v]', does: 'where the chain parts, and into what', examples: [] },
  revision: {
    usage: 'revision [-m TEXT] [--autogenerate] [--head REV]',
    does: 'writes a new migration; --autogenerate: from what the models say and the database has not',
    examples: [
      'migrate revision -m "fill in the altitudes"',
      'migrate revision --autogenerate -m "add route_return to traceroute"',
    ],
  },
  merge: {
    usage: 'merge -m TEXT REV REV … | heads',
    does: 'writes a migration that joins branches',
    examples: ['migrate merge -m "join the two branches" heads'],
  },
  edit: { usage: 'edit [REV]', does: 'opens a migration in $VISUAL or $EDITOR', examples: [] },
  stamp: {
    usage: 'stamp head | base | REV [--purge]',
    does: 'says where the database stands, without running anything; --purge forgets unknown revisions',
    examples: ['migrate stamp 23dad03d2e42'],
  },
  ensure_version: {
    usage: 'ensure_version',
    does: 'makes the tables that say where the database stands, and nothing else',
    examples: [],
  },
  check: {
    usage: 'check',
    does: 'do models, chain and database agree? exit code 1 when not',
    examples: ['migrate check'],
  },
}

/** The help text, of everything or of one verb. */
export function help(verb?: string): string {
  const chosen = verb === undefined ? undefined : verbs[verb]
  if (chosen !== undefined) {
    const examples = chosen.examples.map((example) => `  npm run ${example.replace(' ', ' -- ')}\n`)
    return `migrate ${chosen.usage}\n  ${chosen.does}\n${examples.length > 0 ? `\nexamples:\n${examples.join('')}` : ''}`
  }
  const list = Object.values(verbs).map(({ usage, does }) => `  ${usage}\n      ${does}\n`)
  return `Revisions of the database schema.

usage: mvrun migrate VERB … [--config FILE]

${list.join('')}
A revision may be shortened to a unique beginning of four characters or more, and counted from:
5d0a+2, 5d0a-1. --sql prints the statements instead of running them; FROM:TO as the target are
those for a database that stands at FROM. Exit codes: 0 done, 1 failed or differences found, 2 a
command that cannot be understood, 78 a configuration that cannot be used.

examples:
  npm run migrate -- upgrade head
  npm run migrate -- downgrade -1
  npm run migrate -- history --indicate-current
  npm run migrate -- revision --autogenerate -m "add route_return to traceroute"
`
}
