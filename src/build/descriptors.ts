import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as packages from '@meshtastic/protobufs'
import protobuf from 'protobufjs'
import type { IFileDescriptorProto } from 'protobufjs/ext/descriptor.js'
import 'protobufjs/ext/descriptor.js'

/** What is used of a compiled .proto file as `@meshtastic/protobufs` carries it. */
interface CompiledFile {
  name: string
  proto: IFileDescriptorProto
  dependencies: readonly CompiledFile[]
}

function isCompiledFile(value: unknown): value is CompiledFile {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === 'file' &&
    'proto' in value &&
    'dependencies' in value
  )
}

/** Every .proto file of the package, those that others build on first. */
function compiledFiles(): CompiledFile[] {
  const found = new Map<string, CompiledFile>()
  const visit = (file: CompiledFile): void => {
    if (found.has(file.name)) return
    for (const dependency of file.dependencies) visit(dependency)
    found.set(file.name, file)
  }
  for (const members of Object.values<object>(packages)) {
    for (const member of Object.values(members)) if (isCompiledFile(member)) visit(member)
  }
  return [...found.values()]
}

/**
 * Turns Meshtastic's official descriptors into the JSON that protobufjs loads, field names in
 * snake_case as in the .proto files, and writes `OUT_DIR/descriptors.json`.
 * Done at build time: loading 65 kB of JSON at start costs less than importing the package.
 */
export function writeDescriptors(outDir: string): void {
  const set = { file: compiledFiles().map((file) => file.proto) }
  const root = protobuf.Root.fromDescriptor(set, { keepCase: true })
  const json = root.toJSON({ keepComments: false })
  mkdirSync(outDir, { recursive: true })
  writeFileSync(join(outDir, 'descriptors.json'), JSON.stringify(json))
}
