import { useId, useState } from 'react'
import { TextInput } from '../../../../components/ui/TextInput.tsx'

interface TokenFieldProps {
  readonly values: readonly string[]
  readonly suggestions: readonly string[]
  readonly onChange: (values: readonly string[]) => void
  readonly single?: boolean
}

/** One or several names in one line, separated by commas, with those already in use as suggestions. */
export function TokenField({ values, suggestions, onChange, single = false }: TokenFieldProps) {
  const id = useId()
  // What is typed last may be half a name or end in a comma: it is kept as it was typed.
  const [typed, setTyped] = useState(values.join(', '))
  const shown = namesOf(typed, single).join() === values.join() ? typed : values.join(', ')
  const before = single ? '' : shown.slice(0, shown.lastIndexOf(',') + 1).trimEnd()
  return (
    <>
      <TextInput
        list={id}
        autoComplete="off"
        value={shown}
        onChange={(event) => {
          setTyped(event.target.value)
          onChange(namesOf(event.target.value, single))
        }}
      />
      <datalist id={id}>
        {suggestions.map((name) => (
          <option key={name} value={before === '' ? name : `${before} ${name}`} />
        ))}
      </datalist>
    </>
  )
}

function namesOf(text: string, single: boolean): readonly string[] {
  const names = single ? [text] : text.split(',')
  return names.map((name) => name.trim()).filter(Boolean)
}
