import { useState, type FormEvent } from 'react'
import { Button } from '../../../components/ui/Button.tsx'
import { Field } from '../../../components/ui/Field.tsx'
import { Select } from '../../../components/ui/Select.tsx'
import { TextInput } from '../../../components/ui/TextInput.tsx'
import { t } from '../../../components/ui/words.ts'
import { filterNames, type Filter, type FilterName } from './audit-filter.ts'
import { eventTypes } from './event-words.ts'

interface AuditFiltersProps {
  readonly filter: Filter
  readonly onFilter: (filter: Filter) => void
}

const simple: readonly FilterName[] = ['text', 'type', 'from', 'to']

/** Applied on Enter or by the button, so that no half-typed word is asked for. */
export function AuditFilters({ filter, onFilter }: AuditFiltersProps) {
  const [typed, setTyped] = useState(filter)
  const [all, setAll] = useState(filterNames.some((name) => filter[name] && !simple.includes(name)))

  function submit(event: FormEvent) {
    event.preventDefault()
    onFilter(typed)
  }

  return (
    <form className="audit-filters" onSubmit={submit} role="search" aria-label={t('audit.filters')}>
      {filterNames
        .filter((name) => all || simple.includes(name))
        .map((name) => (
          <Field key={name} label={t(`audit.filter.${name}`)}>
            {name === 'type' ? (
              <Select
                value={typed.type ?? ''}
                placeholder={t('audit.any-type')}
                options={eventTypes()}
                onChange={(event) => setTyped({ ...typed, type: event.target.value })}
              />
            ) : (
              <TextInput
                type={name === 'from' || name === 'to' ? 'date' : 'text'}
                maxLength={200}
                value={typed[name] ?? ''}
                onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
              />
            )}
          </Field>
        ))}
      <div className="audit-filter-buttons">
        <Button type="submit" variant="primary">
          {t('audit.apply')}
        </Button>
        <Button variant="quiet" aria-expanded={all} onClick={() => setAll(!all)}>
          {t(all ? 'audit.fewer' : 'audit.all-filters')}
        </Button>
        {filterNames.some((name) => filter[name]) && (
          <Button
            variant="quiet"
            onClick={() => {
              setTyped({})
              onFilter({})
            }}
          >
            {t('audit.clear')}
          </Button>
        )}
      </div>
    </form>
  )
}
