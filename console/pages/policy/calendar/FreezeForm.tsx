import { useState } from 'react'
import { Button } from '../../../../components/ui/Button.tsx'
import { Checkbox } from '../../../../components/ui/Checkbox.tsx'
import { Field } from '../../../../components/ui/Field.tsx'
import { Select } from '../../../../components/ui/Select.tsx'
import { TextInput } from '../../../../components/ui/TextInput.tsx'
import { t } from '../../../../components/ui/words.ts'
import type { Policy } from '../../../../policy/bundle.ts'
import { modes, type Mode, type Rule } from '../../../../policy/rule.ts'
import { ChoiceList } from '../builder/ChoiceList.tsx'
import { freeId } from '../builder/free-id.ts'
import { knownApprovers } from '../builder/known.ts'
import { TokenField } from '../builder/TokenField.tsx'
import { ruleSentences } from '../rule-words.ts'
import { localOf, momentAt } from './local-moment.ts'

interface FreezeFormProps {
  readonly policy: Policy
  /** null = a new one. */
  readonly rule: Rule | null
  readonly owner: string
  readonly onDone: (rule: Rule) => void
  readonly onCancel: () => void
}

/** Name, from, until, zone, where, and who lets an emergency through. */
export function FreezeForm({ policy, rule, owner, onDone, onCancel }: FreezeFormProps) {
  const [draft, setDraft] = useState(() => textsOf(rule))
  const [isTried, setTried] = useState(false)
  const change = (changed: Partial<Texts>) => setDraft({ ...draft, ...changed })
  const made = ruleOf(draft, { rule, owner, taken: policy.rules.map(({ id }) => id) })
  const { from, to } = made.guardrail.settings as { from: string | null; to: string | null }
  const isNamed = draft.name.trim() !== ''
  const isOrdered = from !== null && to !== null && Date.parse(from) < Date.parse(to)
  const isSigned = !draft.hasException || draft.approvers.length > 0
  return (
    <form
      className="builder"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (isNamed && isOrdered && isSigned) onDone(made)
      }}
    >
      <div className="builder-settings">
        <Field label={t('calendar.name')} error={isTried && !isNamed ? t('calendar.wrong.name') : undefined}>
          <TextInput
            maxLength={200}
            placeholder={t('calendar.name-example')}
            value={draft.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        </Field>
        <Field label={t('guardrail.freeze.zone')}>
          <Select
            value={draft.zone}
            options={[...new Set([draft.zone, ...Intl.supportedValuesOf('timeZone'), 'UTC'])].map((zone) => ({
              value: zone,
              label: zone,
            }))}
            onChange={(event) => change({ zone: event.target.value })}
          />
        </Field>
        <Field label={t('guardrail.freeze.from')}>
          <TextInput
            type="datetime-local"
            value={draft.from}
            onChange={(event) => change({ from: event.target.value })}
          />
        </Field>
        <Field
          label={t('guardrail.freeze.to')}
          hint={t('calendar.to-hint')}
          error={isTried && !isOrdered ? t('calendar.wrong.order') : undefined}
        >
          <TextInput
            type="datetime-local"
            value={draft.to}
            onChange={(event) => change({ to: event.target.value })}
          />
        </Field>
        <Field label={t('builder.mode')} hint={t(`mode.${draft.mode}.text`)}>
          <Select
            value={draft.mode}
            options={modes.toReversed().map((mode) => ({ value: mode, label: t(`builder.mode.${mode}`) }))}
            onChange={(event) => change({ mode: event.target.value as Mode })}
          />
        </Field>
      </div>
      <ChoiceList
        label={t('builder.workflows')}
        hint={t('builder.workflows-hint')}
        options={policy.workflows.map((workflow) => ({ value: workflow.id, label: workflow.name }))}
        chosen={draft.workflows}
        onChange={(workflows) => change({ workflows })}
      />
      <Checkbox
        label={t('calendar.exception')}
        checked={draft.hasException}
        onChange={(event) => change({ hasException: event.target.checked })}
      />
      {draft.hasException && (
        <Field
          label={t('guardrail.freeze.approvers')}
          hint={t('builder.approvers-hint')}
          error={isTried && !isSigned ? t('calendar.wrong.approvers') : undefined}
        >
          <TokenField
            values={draft.approvers}
            suggestions={knownApprovers(policy)}
            onChange={(approvers) => change({ approvers })}
          />
        </Field>
      )}
      <div className="builder-end">
        <output className="builder-read-back" aria-label={t('builder.reads')}>
          {isOrdered && <span>{ruleSentences(made, policy).join(' ')}</span>}
        </output>
        <div className="builder-foot">
          <Button variant="quiet" onClick={onCancel}>
            {t('builder.cancel')}
          </Button>
          <Button variant="primary" type="submit">
            {t(rule === null ? 'calendar.add' : 'builder.change')}
          </Button>
        </div>
      </div>
    </form>
  )
}

interface Texts {
  readonly name: string
  readonly from: string
  readonly to: string
  readonly zone: string
  readonly mode: Mode
  readonly workflows: readonly string[]
  readonly hasException: boolean
  readonly approvers: readonly string[]
}

function textsOf(rule: Rule | null): Texts {
  const zone = textOf(rule?.guardrail.settings['zone']) || Intl.DateTimeFormat().resolvedOptions().timeZone
  const { from, to, beyond, approvers } = rule?.guardrail.settings ?? {}
  return {
    ...{ name: rule?.name ?? '', zone, from: localOf(textOf(from), zone), to: localOf(textOf(to), zone) },
    ...{ mode: rule?.mode ?? 'enforce', workflows: rule?.workflows ?? [] },
    hasException: beyond === 'approval',
    approvers: Array.isArray(approvers) ? approvers.map(String) : [],
  }
}

/** A freeze begins with the first of two equal hours and ends with the last: it errs on the longer side. */
function ruleOf(
  draft: Texts,
  {
    rule,
    owner,
    taken,
  }: { readonly rule: Rule | null; readonly owner: string; readonly taken: readonly string[] },
): Rule {
  const name = draft.name.trim()
  const { decideWithinMinutes, useWithinMinutes } = rule?.guardrail.settings ?? {}
  return {
    ...{ id: rule?.id ?? freeId(name || 'freeze', taken), name, message: rule?.message ?? '' },
    ...{ owner: rule?.owner ?? owner, mode: draft.mode, workflows: [...draft.workflows] },
    ...{ surfaces: rule?.surfaces ?? [], when: rule?.when ?? null },
    guardrail: {
      kind: 'freeze',
      settings: {
        from: momentAt(draft.from, draft.zone, false),
        to: momentAt(draft.to, draft.zone, true),
        zone: draft.zone,
        beyond: draft.hasException ? 'approval' : 'refuse',
        ...(draft.hasException && { approvers: [...draft.approvers] }),
        ...(decideWithinMinutes !== undefined && { decideWithinMinutes }),
        ...(useWithinMinutes !== undefined && { useWithinMinutes }),
      },
    },
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
