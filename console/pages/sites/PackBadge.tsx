import { StateBadge } from '../../../components/ui/StateBadge.tsx'
import { t } from '../../../components/ui/words.ts'
import type { PackState } from '../../../protocol/http/packs.ts'

const tones = { 'built-in': 'ok', published: 'ok', disabled: 'danger', draft: 'warn' } as const

/** What is in force, and that something waits to be published. */
export function PackBadge({ state, hasDraft }: { readonly state: PackState; readonly hasDraft: boolean }) {
  return (
    <span className="site-badges">
      <StateBadge state={t(`sites.state.${state}`)} tone={tones[state]} />
      {hasDraft && state !== 'draft' && <StateBadge state={t('sites.has-draft')} tone="warn" />}
    </span>
  )
}
