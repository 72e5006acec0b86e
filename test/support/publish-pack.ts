import type { SitePack } from '../../protocol/site-pack.ts'
import { signIn } from './console-session.ts'

/** Drafts and publishes a pack as an administrator, through the public API. The first surface is bound to `workflow`. */
export async function publishPack(server: string, pack: SitePack, workflow: string): Promise<void> {
  const admin = await signIn(server, 'admin@example.test')
  const bindings = Object.fromEntries(pack.surfaces.map(({ id }) => [id, workflow]))
  const drafted = await admin.put(`/v1/packs/${pack.id}/draft`, { revision: 0, pack, bindings, note: '' })
  if (!drafted.ok) throw new Error(await drafted.text())
  const { draft } = (await drafted.json()) as { draft: { revision: number } }
  const source = { from: 'draft', revision: draft.revision }
  const published = await admin.post(`/v1/packs/${pack.id}/publication`, { source, note: '' })
  if (!published.ok) throw new Error(await published.text())
}
