import { Checkbox } from '../../../../components/ui/Checkbox.tsx'
import { Field } from '../../../../components/ui/Field.tsx'
import { Select } from '../../../../components/ui/Select.tsx'
import { TextInput } from '../../../../components/ui/TextInput.tsx'
import { formatMinutes, hasWords, t } from '../../../../components/ui/words.ts'
import type { Policy } from '../../../../policy/bundle.ts'
import type { Setting } from '../../../../policy/setting.ts'
import { ChoiceList } from './ChoiceList.tsx'
import { TokenField } from './TokenField.tsx'
import { knownApprovers, knownFields } from './known.ts'

interface SettingFieldProps {
  readonly kind: string
  readonly name: string
  readonly setting: Setting
  readonly value: unknown
  readonly policy: Policy
  readonly isWrong: boolean
  readonly onChange: (value: unknown) => void
}

const waits = [30, 60, 120, 480, 1440, 4320]

/** One setting of a guardrail, made from its descriptor: a kind added to the core has its form at once. */
export function SettingField(props: SettingFieldProps) {
  const { kind, name, setting, value, policy, isWrong, onChange } = props
  const own = `guardrail.${kind}.${name}`
  const label = t(hasWords(own) ? own : `guardrail.any.${name}`)
  const optional = setting.optional ?? false
  const wrong = isWrong ? t(`builder.wrong.${setting.type}`, rangeOf(setting)) : undefined
  const field = { label, optional, ...(wrong === undefined ? {} : { error: wrong }) }
  switch (setting.type) {
    case 'number':
      return (
        <Field {...field}>
          {setting.unit === 'minutes' ? (
            <Select
              value={shown(value)}
              placeholder={t('builder.usual')}
              options={[...new Set([...waits, ...(typeof value === 'number' ? [value] : [])])].map(
                (minutes) => ({
                  value: String(minutes),
                  label: formatMinutes(minutes),
                }),
              )}
              onChange={(event) =>
                onChange(event.target.value === '' ? undefined : Number(event.target.value))
              }
            />
          ) : (
            <TextInput
              inputMode="decimal"
              value={shown(value)}
              onChange={(event) => onChange(numberOf(event.target.value))}
            />
          )}
        </Field>
      )
    case 'choice':
      return (
        <Field {...field}>
          <Select
            value={typeof value === 'string' ? value : ''}
            placeholder={optional}
            options={setting.choices.map((choice) => ({
              value: choice,
              label: choiceWords(kind, name, choice),
            }))}
            onChange={(event) => onChange(event.target.value || undefined)}
          />
        </Field>
      )
    case 'boolean':
      return (
        <Checkbox
          label={label}
          checked={value === true}
          onChange={(event) => onChange(event.target.checked)}
        />
      )
    case 'time':
      return (
        <Field {...field}>
          <TextInput type="time" value={textOf(value)} onChange={(event) => onChange(event.target.value)} />
        </Field>
      )
    case 'zone':
      return (
        <Field {...field}>
          <Select
            value={textOf(value)}
            options={zones(textOf(value)).map((zone) => ({ value: zone, label: zone }))}
            onChange={(event) => onChange(event.target.value)}
          />
        </Field>
      )
    case 'text':
    case 'moment':
    case 'field':
      return (
        <Field {...field} hint={setting.type === 'field' ? t('builder.field-hint') : undefined}>
          <TokenField
            single
            values={value === undefined ? [] : [textOf(value)]}
            suggestions={setting.type === 'field' ? knownFields(policy) : []}
            onChange={([first]) => onChange(first)}
          />
        </Field>
      )
    case 'approvers':
      return (
        <Field {...field} hint={t('builder.approvers-hint')}>
          <TokenField
            values={textsOf(value)}
            suggestions={knownApprovers(policy)}
            onChange={(next) => onChange(next.length === 0 ? undefined : next)}
          />
        </Field>
      )
    case 'texts':
      return (
        <Field {...field}>
          <TokenField values={textsOf(value)} suggestions={[]} onChange={onChange} />
        </Field>
      )
    case 'weekdays':
      return (
        <ChoiceList
          label={label}
          error={wrong}
          options={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: t(`weekday.${day}`) }))}
          chosen={textsOf(value)}
          onChange={(days) => onChange(days.length === 0 ? undefined : days.map(Number))}
        />
      )
    case 'term-lists':
      return (
        <ChoiceList
          label={label}
          error={wrong}
          options={policy.lists.map((list) => ({ value: list.id, label: list.name }))}
          chosen={textsOf(value)}
          onChange={onChange}
        />
      )
    case 'override-codes':
      return (
        <ChoiceList
          label={label}
          error={wrong}
          options={policy.overrideReasons.map((reason) => ({ value: reason.code, label: reason.label }))}
          chosen={textsOf(value)}
          onChange={(codes) => onChange(codes.length === 0 ? undefined : codes)}
        />
      )
  }
  return setting satisfies never
}

/** What is typed stays typed: what is no number is marked wrong, not thrown away. */
function numberOf(text: string): unknown {
  const plain = text.trim().replaceAll(/[\s_]/g, '')
  if (plain === '') return undefined
  return /^-?\d+(\.\d+)?$/.test(plain) && !text.endsWith('.') ? Number(plain) : text
}

function rangeOf(setting: Setting): { min: number; max: number } {
  return setting.type === 'number' ? { min: setting.min, max: setting.max } : { min: 0, max: 0 }
}

function choiceWords(kind: string, name: string, choice: string): string {
  const keys = [
    `guardrail.${kind}.${name}.${choice}`,
    `setting.${name}.${choice}`,
    `builder.choice.${choice}`,
  ]
  return t(keys.find(hasWords) ?? choice)
}

function zones(current: string): readonly string[] {
  return [...new Set([current, ...Intl.supportedValuesOf('timeZone')])].filter(Boolean)
}

/** A number, or what was typed in its place. */
function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : textOf(value)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}
