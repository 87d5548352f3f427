/** An address of every page on a site that runs, with a node, a packet and a traceroute of its own. */
export async function someAddresses(url: string, paths: readonly string[]): Promise<string[]> {
  const newest = async (query: string) => {
    const answer = await fetch(`${url}/api/packets?limit=200&${query}`)
    return ((await answer.json()) as { packets: { id: number; from_node_id: number }[] }).packets
  }
  // The node that said most of late, the newest words and the newest traceroute.
  const packets = await newest('')
  const counts = new Map<number, number>()
  for (const { from_node_id } of packets)
    counts.set(from_node_id, (counts.get(from_node_id) ?? 0) + 1)
  const [busiest] = [...counts].sort((a, b) => b[1] - a[1])[0] ?? [0]
  const [text] = await newest('portnum=1')
  const [route] = await newest('portnum=70')
  const known: Record<string, string> = {
    '/node/:id': `/node/${busiest}`,
    '/packet/:id': `/packet/${text?.id}`,
    '/traceroute/:id': `/traceroute/${route?.id}`,
  }
  return paths.flatMap((path) => {
    if (path === '/') return []
    if (path.includes(':') && known[path] === undefined) throw new Error(`no address of ${path}`)
    return [known[path] ?? path]
  })
}
