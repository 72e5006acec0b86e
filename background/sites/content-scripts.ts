import type { Browser } from 'wxt/browser'
import type { Worker } from '../worker.ts'
import { governedHosts, originOf } from './hosts.ts'

type Script = Browser.scripting.RegisteredContentScript

/**
 * Puts the manifest's content scripts, as they are, on every further host that a pack in force names and the rep has
 * allowed, and takes them off all others: an unknown host gets nothing at all. The browser keeps them across its restarts.
 */
export async function syncContentScripts(worker: Worker): Promise<void> {
  await worker.turns('content scripts', async () => {
    const { scripting } = worker.environment.browser
    const { allowed } = await governedHosts(worker)
    const matches = [...new Set(allowed.map(originOf))].toSorted()
    const wanted = matches.length === 0 ? [] : scriptsOf(worker, matches)
    const present = await scripting.getRegisteredContentScripts()
    if (matchesOf(present) === matchesOf(wanted)) return
    if (present.length > 0) await scripting.unregisterContentScripts({ ids: present.map(({ id }) => id) })
    if (wanted.length > 0) await scripting.registerContentScripts(wanted)
  })
}

function scriptsOf({ environment }: Worker, matches: string[]): Script[] {
  const { content_scripts: scripts = [] } = environment.browser.runtime.getManifest()
  return scripts.map((script, index) => ({
    id: `host-${index}`,
    matches,
    // Firefox names files in its manifest by their whole address, and takes none such back.
    js: (script.js ?? []).map((file) => file.replace(`${environment.origin}/`, '')),
    allFrames: script.all_frames ?? false,
    matchOriginAsFallback: 'match_origin_as_fallback' in script && script.match_origin_as_fallback === true,
    runAt: 'document_start',
    world: 'world' in script && script.world === 'MAIN' ? 'MAIN' : 'ISOLATED',
  }))
}

/** Scripts come with the build; only where they run changes. */
function matchesOf(scripts: readonly Script[]): string {
  return scripts
    .map(({ id, matches = [] }) => [id, ...matches.toSorted()].join(' '))
    .toSorted()
    .join('\n')
}
