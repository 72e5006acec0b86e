import { useState } from 'react'
import { Checkbox } from '../../../../components/ui/Checkbox.tsx'
import { Field } from '../../../../components/ui/Field.tsx'
import { Select } from '../../../../components/ui/Select.tsx'
import { TextInput } from '../../../../components/ui/TextInput.tsx'
import { withAt, type Path } from './edits.ts'
import { useAt, useEditing } from './editor-context.ts'

interface CellProps {
  readonly path: Path
  readonly label: string
  readonly hint?: string
}

/** One text of the pack. `empty`: what an empty field is there. */
export function TextCell({
  path,
  label,
  hint,
  code = false,
  empty = '',
}: CellProps & { readonly code?: boolean; readonly empty?: '' | null | 'absent' }) {
  const { pack, change } = useEditing()
  const { value, error } = useAt(path)
  return (
    <Field label={label} hint={hint} error={error}>
      <TextInput
        className={code ? 'ui-input-mono' : ''}
        value={typeof value === 'string' ? value : ''}
        spellCheck={!code}
        autoComplete="off"
        dir={code ? 'ltr' : undefined}
        onChange={({ target }) =>
          change(path, withAt(pack, path, target.value || (empty === 'absent' ? undefined : empty)))
        }
      />
    </Field>
  )
}

/** A number. What is not one yet stays as it was typed, and the server says so. */
export function NumberCell({ path, label, hint }: CellProps) {
  const { pack, change } = useEditing()
  const { value, error } = useAt(path)
  // `1.` and `0.10` are numbers on the way to another one: shown as typed as long as they mean what is in the pack.
  const [typed, setTyped] = useState('')
  const isTyped = typed.trim() !== '' && Number(typed) === value
  return (
    <Field label={label} hint={hint} error={error}>
      <TextInput
        inputMode="decimal"
        autoComplete="off"
        value={isTyped ? typed : typeof value === 'number' || typeof value === 'string' ? String(value) : ''}
        onChange={({ target }) => {
          const number = target.value.trim() === '' ? NaN : Number(target.value)
          setTyped(target.value)
          change(path, withAt(pack, path, Number.isFinite(number) ? number : target.value))
        }}
      />
    </Field>
  )
}

export function ChoiceCell({
  path,
  label,
  hint,
  options,
}: CellProps & { readonly options: readonly { readonly value: string; readonly label: string }[] }) {
  const { pack, change } = useEditing()
  const { value, error } = useAt(path)
  return (
    <Field label={label} hint={hint} error={error}>
      <Select
        options={options}
        value={typeof value === 'string' ? value : ''}
        onChange={({ target }) => change(path, withAt(pack, path, target.value))}
      />
    </Field>
  )
}

export function CheckCell({ path, label, hint }: CellProps) {
  const { pack, change } = useEditing()
  const { value } = useAt(path)
  return (
    <Checkbox
      label={label}
      hint={hint}
      checked={value === true}
      onChange={({ target }) => change(path, withAt(pack, path, target.checked))}
    />
  )
}
