import { Checkbox } from '../../ui/Checkbox.tsx'
import { Field } from '../../ui/Field.tsx'
import { Notice } from '../../ui/Notice.tsx'
import { Select } from '../../ui/Select.tsx'
import { TextInput } from '../../ui/TextInput.tsx'
import { t } from '../../ui/words.ts'
import type { DescribeState } from './describe-store.ts'

/** What the control does: which workflow of the register it belongs to, and what people call it. */
export function PurposeStep({ state }: { readonly state: DescribeState }) {
  const { description, workflows, change } = state
  if (!description) return null
  const [where = ''] = description.proposal.place.url
  return (
    <section className="describe-stack">
      {workflows?.length === 0 && <Notice kind="warn">{t('describe.purpose.no-workflows')}</Notice>}
      <Field label={t('describe.purpose.workflow')} hint={t('describe.purpose.workflow-hint')} required>
        <Select
          placeholder
          value={description.workflow}
          onChange={(event) => change({ workflow: event.currentTarget.value })}
          options={(workflows ?? []).map(({ id, name, tier }) => ({
            value: id,
            label: `${name} · ${t(`tier.${tier ?? 'none'}`)}`,
          }))}
        />
      </Field>
      <Field label={t('describe.purpose.name')} hint={t('describe.purpose.name-hint')} required>
        <TextInput
          value={description.name}
          maxLength={100}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
      </Field>
      <Checkbox
        label={t('describe.purpose.only-here', { where })}
        hint={t('describe.purpose.only-here-hint')}
        checked={!description.isEverywhere}
        onChange={(event) => change({ isEverywhere: !event.currentTarget.checked })}
      />
    </section>
  )
}
