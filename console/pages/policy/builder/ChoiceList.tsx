import { Checkbox } from '../../../../components/ui/Checkbox.tsx'
import { Icon } from '../../../../components/ui/Icon.tsx'

interface ChoiceListProps {
  readonly label: string
  readonly hint?: string
  readonly error?: string | undefined
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly chosen: readonly string[]
  readonly onChange: (chosen: readonly string[]) => void
}

/** Several of a few: ticked in the order they are offered. */
export function ChoiceList({ label, hint, error, options, chosen, onChange }: ChoiceListProps) {
  return (
    <fieldset className="choices">
      <legend className="ui-field-label">{label}</legend>
      {hint && <p className="ui-field-hint">{hint}</p>}
      <div className="choices-list">
        {options.map((option) => (
          <Checkbox
            key={option.value}
            label={option.label}
            checked={chosen.includes(option.value)}
            onChange={(event) =>
              onChange(
                options
                  .map(({ value }) => value)
                  .filter((value) =>
                    value === option.value ? event.target.checked : chosen.includes(value),
                  ),
              )
            }
          />
        ))}
      </div>
      {error && (
        <p className="ui-field-error" role="alert">
          <Icon name="error" />
          {error}
        </p>
      )}
    </fieldset>
  )
}
