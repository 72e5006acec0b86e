import { useState } from 'react'
import { Button } from '../../../../components/ui/Button.tsx'
import { Notice } from '../../../../components/ui/Notice.tsx'
import { formatNumber, t } from '../../../../components/ui/words.ts'
import type { PolicyDocument } from '../../../../protocol/http/policy.ts'
import type { ProposedEdit, RuleLearning } from '../../../../protocol/http/learning.ts'
import { Link } from '../../../Link.tsx'
import { goTo } from '../../../router.ts'
import { draftFrom, keepDraft, keptDraft, policyOfText, textOfPolicy } from '../draft.ts'
import type { SavedDraft } from '../use-autosave.ts'
import { applyEdit } from './apply-edit.ts'

export interface EditsProps {
  readonly rule: RuleLearning
  /** null for whoever may not edit. */
  readonly draft: { readonly current: PolicyDocument; readonly saved: SavedDraft } | null
}

/** What the answers suggest; one press makes it in the draft and shows it there. Nothing is ever published from here. */
export function Edits({ rule, draft }: EditsProps) {
  const [failed, setFailed] = useState(false)
  if (rule.edits.length === 0) return null

  function start(change: NonNullable<ProposedEdit['change']>) {
    if (!draft) return
    const begun = keptDraft() ?? draftFrom(draft.current, draft.saved.value?.draft ?? null)
    const policy = policyOfText(begun.text)
    const changed = policy && applyEdit(policy, rule.rule, change)
    if (!changed) return setFailed(true)
    const note = begun.note || t('learning.draft-note', { name: rule.name })
    keepDraft({ ...begun, note, text: textOfPolicy(changed) })
    goTo('/policy/build')
  }
  return (
    <div className="learning-edits">
      <h3>{t('learning.edits')}</h3>
      {failed && <Notice kind="warn">{t('learning.draft-failed')}</Notice>}
      <ul>
        {rule.edits.map((edit) => (
          <li key={edit.code}>
            <p>{editWords(edit)}</p>
            {draft && edit.change && (
              <Button size="small" onClick={() => edit.change && start(edit.change)}>
                {changeWords(edit.change)}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {draft && <Link to="/policy/build">{t('learning.to-draft')}</Link>}
    </div>
  )
}

function changeWords(change: NonNullable<ProposedEdit['change']>): string {
  switch (change.kind) {
    case 'setting':
      return t('learning.start.setting', { value: formatNumber(change.value) })
    case 'mode':
      return t('learning.start.mode')
    case 'reason':
      return t('learning.start.reason', { label: change.label })
    default:
      return change satisfies never
  }
}

function editWords({ code, params }: ProposedEdit): string {
  const shown = Object.entries(params).map(([key, value]) => [
    key,
    typeof value === 'number' && key !== 'count' ? formatNumber(value) : value,
  ])
  return t(`learning.edit.${code}`, Object.fromEntries(shown) as Record<string, string | number>)
}
