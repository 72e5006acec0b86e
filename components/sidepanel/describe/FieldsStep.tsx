import type { FieldRole } from '../../../protocol/messages/picker-port.ts'
import { Button } from '../../ui/Button.tsx'
import { Select } from '../../ui/Select.tsx'
import { t } from '../../ui/words.ts'
import type { DescribeState } from './describe-store.ts'
import { Picking } from './Picking.tsx'
import { recordWords } from './record-words.ts'

const roles: readonly FieldRole[] = ['field', 'recipients', 'content']

/** What an approver sees of an action: its record, its fields before and after, who it goes to, what it says. */
export function FieldsStep({ state }: { readonly state: DescribeState }) {
  const { description, doing, change, removeField, pickAgain, stopPicking } = state
  if (!description) return null
  const { fields, record } = description
  const setRole = (name: string, role: FieldRole) =>
    change({ fields: fields.map((field) => (field.name === name ? { ...field, role } : field)) })
  return (
    <section className="describe-stack">
      {doing === 'picking' ? (
        <Picking
          words={t(fields.length ? 'describe.picking.next-field' : 'describe.picking.field')}
          onStop={stopPicking}
        />
      ) : (
        <div>
          <Button onClick={pickAgain}>{t('describe.fields.pick')}</Button>
        </div>
      )}
      <ul className="describe-fields">
        <li>
          <span className="describe-field-name">{t('describe.fields.record')}</span>
          <span className="describe-soft">{recordWords(record)}</span>
        </li>
        {fields.map(({ name, label, role, parse, isSure }) => (
          <li key={name}>
            <span className="describe-field-name">{label}</span>
            <span className="describe-soft">
              {t(`describe.parse.${parse.as}`)}
              {!isSure && ` · ${t('describe.fields.by-place')}`}
            </span>
            <div className="describe-field-foot">
              <Select
                aria-label={t('describe.fields.role', { label })}
                value={role}
                onChange={(event) => setRole(name, event.currentTarget.value as FieldRole)}
                options={roles.map((one) => ({ value: one, label: t(`describe.role.${one}`) }))}
              />
              <Button
                variant="quiet"
                size="small"
                aria-label={t('describe.fields.remove-label', { label })}
                onClick={() => removeField(name)}
              >
                {t('describe.fields.remove')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
      {fields.length === 0 && <p className="describe-soft">{t('describe.fields.none')}</p>}
    </section>
  )
}
