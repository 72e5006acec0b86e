import { readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Bytes after gzip of every content script one frame of a page gets, the page world's included. */
export function weighPageScripts(extension: string): number {
  const manifest = JSON.parse(readFileSync(join(extension, 'manifest.json'), 'utf8')) as {
    content_scripts: { js?: string[]; css?: string[] }[]
  }
  const files = manifest.content_scripts.flatMap((script) => [...(script.js ?? []), ...(script.css ?? [])])
  if (files.length === 0) throw new Error(`${extension}/manifest.json names no content script`)
  return weigh(extension, files)
}

/** The same for a governed frame, which also gets the engine once its slice is there. */
export function weighGovernedFrame(extension: string): number {
  return weighPageScripts(extension) + weigh(extension, ['engine.js'])
}

/** The script that knows AI controls, which a frame gets on top where its pack declares any. */
export function weighAssist(extension: string): number {
  return weigh(extension, ['assist.js'])
}

/** The script that watches a pack; it comes after everything else and delays nothing. */
export function weighHealth(extension: string): number {
  return weigh(extension, ['health.js'])
}

/** Bytes after gzip of `page` and everything it loads before a person does anything: scripts, what they import, styles. */
export function weighPage(extension: string, page: string): number {
  const files = new Set([page])
  for (const file of files) for (const loaded of loadsOf(extension, file)) files.add(loaded)
  return weigh(extension, [...files])
}

function loadsOf(extension: string, file: string): readonly string[] {
  const text = readFileSync(join(extension, file), 'utf8')
  if (file.endsWith('.html')) {
    return [...text.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map(([, path = '']) => path.slice(1))
  }
  if (!file.endsWith('.js')) return []
  const imported = [...text.matchAll(/\b(?:from|import)\s*["'](\.{1,2}\/[^"']+\.js)["']/g)]
  return imported.map(([, path = '']) => posix.join(posix.dirname(file), path))
}

function weigh(extension: string, files: readonly string[]): number {
  return files.reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(extension, file)), { level: 9 }).byteLength,
    0,
  )
}
