import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Select } from '../../ui/Select.tsx'
import { t } from '../../ui/words.ts'
import { chosenOf } from './candidates.ts'
import type { DescribeState } from './describe-store.ts'
import { triggerWords } from './record-words.ts'
import { requestWords } from './request-words.ts'

/** Looks on while the control is used once for real, and says what it learned from it. */
export function UseStep({ state }: { readonly state: DescribeState }) {
  const { description, candidates, chosen, isUsed, choose } = state
  if (!description) return null
  const { use, triggers, fields } = description
  const hasChange = fields.some(({ role }) => role === 'field')
  return (
    <section className="describe-stack" aria-live="polite">
      {!use && (
        <div className="describe-picking">
          <span className="describe-pulse" aria-hidden="true" />
          <div className="describe-stack">
            <p>{t(isUsed ? 'describe.use.waiting' : 'describe.use.watching', { name: description.name })}</p>
            <p className="describe-soft">
              {t(isUsed ? 'describe.use.nothing' : hasChange ? 'describe.use.change' : 'describe.use.keys')}
            </p>
          </div>
        </div>
      )}
      {use && (
        <>
          <Notice kind="ok" title={t('describe.use.learned')}>
            <ul className="describe-list">
              {[...new Set(triggers.map(triggerWords))].map((words) => (
                <li key={words}>{words}</li>
              ))}
              <li>{requestWords(use)}</li>
            </ul>
          </Notice>
          <Missing use={use} fields={fields} />
          <p className="describe-soft">{t('describe.use.again')}</p>
        </>
      )}
      {candidates.length > 1 && (
        <Field label={t('describe.use.which')} hint={t('describe.use.which-hint')}>
          <Select
            value={chosenOf(candidates, chosen)?.key ?? ''}
            onChange={(event) => choose(event.currentTarget.value)}
            options={candidates.map(({ key, use: one }) => ({ value: key, label: requestWords(one) }))}
          />
        </Field>
      )}
    </section>
  )
}

/** Fields the request does not have, and what it has beside them. */
export function Missing({
  use,
  fields,
}: Required<Pick<NonNullable<DescribeState['description']>, 'use' | 'fields'>>) {
  if (!use) return null
  const { missing, extra } = use.learned
  const labels = fields.filter(({ name }) => missing.includes(name)).map(({ label }) => label)
  return (
    <>
      {labels.length > 0 && (
        <Notice kind="warn">{t('describe.use.missing', { fields: labels.join(', ') })}</Notice>
      )}
      {extra.length > 0 && <Notice kind="info">{t('describe.use.extra', { keys: extra.join(', ') })}</Notice>}
    </>
  )
}
