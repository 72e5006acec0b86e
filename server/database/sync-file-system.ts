import { fsyncSync } from 'node:fs'
import { NodeFS } from '@electric-sql/pglite/nodefs'

interface Stream {
  readonly nfd?: number | null
}
interface NodeFileSystem {
  readonly stream_ops: { fsync?: (stream: Stream) => number }
}
interface HostModule {
  readonly NODEFS?: NodeFileSystem
  readonly FS?: { readonly filesystems: { readonly NODEFS: NodeFileSystem } }
}

/** PGlite's own file system never asks the disk to flush; this one does, and counts so that boot can prove it. */
export class SyncFileSystem extends NodeFS {
  flushes = 0

  override async init(...given: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const made = await super.init(...given)
    const hooks: unknown = made.emscriptenOpts.preRun
    if (!Array.isArray(hooks)) throw new Error('PGlite has no preRun hooks: its internals have changed.')
    hooks.push((module: HostModule) => {
      const files = module.NODEFS ?? module.FS?.filesystems.NODEFS
      if (files === undefined) throw new Error('PGlite has no NODEFS: its internals have changed.')
      files.stream_ops.fsync = (stream) => {
        if (stream.nfd !== undefined && stream.nfd !== null) fsyncSync(stream.nfd)
        this.flushes += 1
        return 0
      }
    })
    return made
  }
}
