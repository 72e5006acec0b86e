import { spawnSync } from 'node:child_process'
import { chmod, writeFile } from 'node:fs/promises'

const unshare = ['--mount', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])]

/** Why this machine cannot give a browser a folder of policies that no other sees; null when it can. */
export function mountingProblem(): string | null {
  const tried = spawnSync('unshare', [...unshare, 'mount', '--bind', '/tmp', '/mnt'], { encoding: 'utf8' })
  return tried.status === 0 ? null : `unshare --mount: ${(tried.stderr ?? String(tried.error)).trim()}`
}

/** A program that starts `executable` with `folder` in the place of `place`, for that browser alone. */
export async function mountedBrowser(
  script: string,
  given: { readonly executable: string; readonly folder: string; readonly place: string },
): Promise<string> {
  const { executable, folder, place } = given
  const inside = 'mount --bind "$1" "$2" && shift 2 && exec "$@"'
  const words = `exec unshare ${unshare.join(' ')} sh -c '${inside}' sh '${folder}' '${place}' '${executable}' "$@"`
  await writeFile(script, `#!/bin/sh\n${words}\n`)
  await chmod(script, 0o700)
  return script
}
