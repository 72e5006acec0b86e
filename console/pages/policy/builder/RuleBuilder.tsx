import { useState } from 'react'
import { Button } from '../../../../components/ui/Button.tsx'
import { Field } from '../../../../components/ui/Field.tsx'
import { Select } from '../../../../components/ui/Select.tsx'
import { TextArea } from '../../../../components/ui/TextArea.tsx'
import { TextInput } from '../../../../components/ui/TextInput.tsx'
import { t } from '../../../../components/ui/words.ts'
import type { Policy } from '../../../../policy/bundle.ts'
import { guardrails } from '../../../../policy/guardrails/registry.ts'
import { modes, type Mode, type Rule } from '../../../../policy/rule.ts'
import { ruleScope, ruleSentences } from '../rule-words.ts'
import './builder.css'
import { ChoiceList } from './ChoiceList.tsx'
import { ConditionRows } from './ConditionRows.tsx'
import { draftOf, newRule, ruleOf, wrongPlaces, type RuleDraft } from './rule-draft.ts'
import { SettingField } from './SettingField.tsx'

interface RuleBuilderProps {
  readonly policy: Policy
  /** null = a new rule. */
  readonly rule: Rule | null
  readonly owner: string
  readonly onDone: (rule: Rule) => void
  readonly onCancel: () => void
}

// Freezes have a calendar of their own.
const kinds = [...guardrails.keys()].filter((kind) => kind !== 'freeze')

/** A rule in plain words: what is watched, where, when, what then. What it says is read back while it is made. */
export function RuleBuilder({ policy, rule, owner, onDone, onCancel }: RuleBuilderProps) {
  const [draft, setDraft] = useState<RuleDraft | null>(rule && draftOf(rule))
  const [isTried, setTried] = useState(false)
  if (draft === null)
    return <KindChoice onChoose={(kind) => setDraft(newRule(kind, policy, owner))} onCancel={onCancel} />

  const change = (changed: Partial<RuleDraft>) => setDraft({ ...draft, ...changed })
  const taken = policy.rules.map(({ id }) => id)
  const named = draft.name.trim() === '' ? { ...draft, name: t(`guardrail.${draft.kind}`) } : draft
  const made = ruleOf(named, taken)
  const wrong = wrongPlaces(named)
  const isShownWrong = (place: string) => isTried && wrong.has(place)
  const settings = Object.entries(guardrails.get(draft.kind)?.settings ?? {})

  return (
    <form
      className="builder"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        setTried(true)
        if (wrong.size === 0) onDone(made)
        else
          queueMicrotask(() => document.querySelector<HTMLElement>('.builder [aria-invalid="true"]')?.focus())
      }}
    >
      <section>
        <h3>{t('builder.what', { kind: t(`guardrail.${draft.kind}`) })}</h3>
        <div className="builder-settings">
          {settings.map(([name, setting]) => (
            <SettingField
              key={name}
              kind={draft.kind}
              name={name}
              setting={setting}
              value={draft.settings[name]}
              policy={policy}
              isWrong={isShownWrong(name)}
              onChange={(value) => change({ settings: { ...draft.settings, [name]: value } })}
            />
          ))}
        </div>
      </section>
      <section>
        <h3>{t('builder.where')}</h3>
        <details open={draft.workflows.length > 0}>
          <summary>
            {draft.workflows.length + draft.surfaces.length === 0
              ? t('builder.everywhere')
              : ruleScope(made, policy)}
          </summary>
          <ChoiceList
            label={t('builder.workflows')}
            hint={t('builder.workflows-hint')}
            options={policy.workflows.map((workflow) => ({ value: workflow.id, label: workflow.name }))}
            chosen={draft.workflows}
            onChange={(workflows) => change({ workflows })}
          />
        </details>
      </section>
      <section>
        <h3>{t('builder.when')}</h3>
        <ConditionRows draft={draft} policy={policy} isWrong={isShownWrong('conditions')} onChange={change} />
      </section>
      <section className="builder-settings">
        <Field label={t('builder.mode')} hint={t(`mode.${draft.mode}.text`)}>
          <Select
            value={draft.mode}
            options={modes.toReversed().map((mode) => ({ value: mode, label: t(`builder.mode.${mode}`) }))}
            onChange={(event) => change({ mode: event.target.value as Mode })}
          />
        </Field>
        <Field label={t('builder.name')} optional>
          <TextInput
            maxLength={200}
            placeholder={made.name}
            value={draft.name}
            onChange={(event) => change({ name: event.target.value })}
          />
        </Field>
        <Field label={t('builder.message')} hint={t('builder.message-hint')} optional>
          <TextArea
            rows={2}
            maxLength={500}
            value={draft.message}
            onChange={(event) => change({ message: event.target.value })}
          />
        </Field>
        <Field
          label={t('builder.owner')}
          error={isShownWrong('owner') ? t('builder.wrong.owner') : undefined}
        >
          <TextInput
            maxLength={200}
            value={draft.owner}
            onChange={(event) => change({ owner: event.target.value })}
          />
        </Field>
      </section>
      <div className="builder-end">
        <output className="builder-read-back" aria-label={t('builder.reads')}>
          <strong>{made.name}</strong>
          <span>{ruleSentences(made, policy).join(' ')}</span>
          <span className="rule-scope">{t('rule.scope', { scope: ruleScope(made, policy) })}</span>
        </output>
        <div className="builder-foot">
          <Button variant="quiet" onClick={onCancel}>
            {t('builder.cancel')}
          </Button>
          <Button variant="primary" type="submit">
            {t(rule === null ? 'builder.add' : 'builder.change')}
          </Button>
        </div>
      </div>
    </form>
  )
}

function KindChoice({
  onChoose,
  onCancel,
}: {
  readonly onChoose: (kind: string) => void
  readonly onCancel: () => void
}) {
  return (
    <div className="builder">
      <h3>{t('builder.choose-kind')}</h3>
      <ul className="kinds">
        {kinds.map((kind) => (
          <li key={kind}>
            <button type="button" className="kind" onClick={() => onChoose(kind)}>
              <strong>{t(`guardrail.${kind}`)}</strong>
              <span>{t(`builder.kind.${kind}`)}</span>
            </button>
          </li>
        ))}
      </ul>
      <div className="builder-foot">
        <Button variant="quiet" onClick={onCancel}>
          {t('builder.cancel')}
        </Button>
      </div>
    </div>
  )
}
