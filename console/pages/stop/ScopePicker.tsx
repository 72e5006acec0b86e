import { useState } from 'react'
import { Field } from '../../../components/ui/Field.tsx'
import { Select } from '../../../components/ui/Select.tsx'
import { TextInput } from '../../../components/ui/TextInput.tsx'
import { t } from '../../../components/ui/words.ts'
import type { KillScope } from '../../../policy/kill-scope.ts'
import type { KillState } from '../../../protocol/http/trust.ts'

const kinds = ['tenant', 'integration', 'campaign', 'agent'] as const

interface ScopePickerProps {
  readonly integrations: KillState['integrations']
  /** null while it is not complete. */
  readonly onChange: (scope: KillScope | null) => void
}

/** How much is stopped: everything, one integration by its name, one campaign by its record, or an agent. */
export function ScopePicker({ integrations, onChange }: ScopePickerProps) {
  const [kind, setKind] = useState<KillScope['kind']>('tenant')
  const [values, setValues] = useState({ site: '', type: '', id: '', agent: '' })
  const types = [...new Set(integrations.flatMap(({ recordTypes }) => recordTypes))].toSorted()

  function change(next: Partial<typeof values> & { kind?: KillScope['kind'] }) {
    const { kind: chosen = kind, ...some } = next
    const all = { ...values, ...some }
    setKind(chosen)
    setValues(all)
    onChange(scopeOf(chosen, all))
  }

  return (
    <>
      <fieldset className="stop-kinds">
        <legend>{t('stop.what')}</legend>
        {kinds.map((each) => (
          <label key={each} className="stop-kind" data-chosen={each === kind || undefined}>
            <input type="radio" name="kind" checked={each === kind} onChange={() => change({ kind: each })} />
            <span>
              <span className="stop-kind-name">{t(`stop.kind.${each}`)}</span>
              <span className="stop-kind-text">{t(`stop.kind.${each}.text`)}</span>
            </span>
          </label>
        ))}
      </fieldset>
      {kind === 'integration' && (
        <Field label={t('stop.integration')} required>
          <Select
            placeholder
            value={values.site}
            options={integrations.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(event) => change({ site: event.target.value })}
          />
        </Field>
      )}
      {kind === 'campaign' && (
        <div className="stop-record">
          <Field label={t('stop.record-type')} required>
            <Select
              placeholder
              value={values.type}
              options={types.map((type) => ({ value: type, label: type }))}
              onChange={(event) => change({ type: event.target.value })}
            />
          </Field>
          <Field label={t('stop.record-id')} hint={t('stop.record-id.hint')} required>
            <TextInput
              value={values.id}
              maxLength={100}
              onChange={(event) => change({ id: event.target.value })}
            />
          </Field>
        </div>
      )}
      {kind === 'agent' && (
        <Field label={t('stop.agent')} hint={t('stop.agent.hint')} optional>
          <TextInput
            value={values.agent}
            maxLength={200}
            onChange={(event) => change({ agent: event.target.value })}
          />
        </Field>
      )}
    </>
  )
}

function scopeOf(
  kind: KillScope['kind'],
  given: Readonly<Record<'site' | 'type' | 'id' | 'agent', string>>,
): KillScope | null {
  const id = given.id.trim()
  switch (kind) {
    case 'tenant':
      return { kind }
    case 'integration':
      return given.site === '' ? null : { kind, site: given.site }
    case 'campaign':
      return given.type === '' || id === '' ? null : { kind, type: given.type, id }
    case 'agent':
      return { kind, agent: given.agent.trim() === '' ? '*' : given.agent.trim() }
  }
  return kind satisfies never
}
