/** A message of the mesh that cannot be understood. */
export class MeshFault extends Error {
  /** A short stable word for counting and grouping: `not-an-envelope`, `no-packet`, … */
  readonly reason: string

  constructor(reason: string, message: string) {
    super(message)
    this.name = 'MeshFault'
    this.reason = reason
  }
}

/** Runs a decoder of foreign bytes; whatever it throws becomes a {@link MeshFault}. */
export function orFault<T>(reason: string, what: string, decode: () => T): T {
  try {
    return decode()
  } catch (error) {
    if (error instanceof MeshFault) throw error
    const detail = error instanceof Error ? error.message : String(error)
    throw new MeshFault(reason, `${what}: ${detail}`)
  }
}
