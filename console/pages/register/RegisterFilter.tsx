import { Select } from '../../../components/ui/Select.tsx'
import { TextInput } from '../../../components/ui/TextInput.tsx'
import { t } from '../../../components/ui/words.ts'
import type { RegisterEntry } from '../../../protocol/http/register.ts'

const choices = ['all', 'bound', 'unbound'] as const
export interface Wanted {
  readonly text: string
  readonly which: (typeof choices)[number]
}

interface RegisterFilterProps {
  readonly wanted: Wanted
  readonly onWanted: (wanted: Wanted) => void
}

/** Narrows what is on the screen; the exports always hold the whole register. */
export function RegisterFilter({ wanted, onWanted }: RegisterFilterProps) {
  return (
    <div className="register-filter">
      <TextInput
        type="search"
        aria-label={t('register.find')}
        placeholder={t('register.find')}
        value={wanted.text}
        onChange={(event) => onWanted({ ...wanted, text: event.target.value })}
      />
      <Select
        aria-label={t('register.which')}
        value={wanted.which}
        options={choices.map((value) => ({ value, label: t(`register.which.${value}`) }))}
        onChange={(event) =>
          onWanted({ ...wanted, which: choices.find((value) => value === event.target.value) ?? 'all' })
        }
      />
    </div>
  )
}

/** Entries with every typed word in their name, owner, category or approvers. */
export function found(entries: readonly RegisterEntry[], { text, which }: Wanted): readonly RegisterEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  return entries.filter((entry) => {
    if (which !== 'all' && (which === 'bound') !== entry.bound.length > 0) return false
    const place = [entry.name, entry.id, entry.owner, t(`category.${entry.category}`), ...entry.approvers]
      .join(' ')
      .toLowerCase()
    return words.every((word) => place.includes(word))
  })
}
