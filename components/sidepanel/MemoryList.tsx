import type { MemoryView } from '../../protocol/memory.ts'
import { Button } from '../ui/Button.tsx'
import { memoryWords } from '../ui/memory-words.ts'
import { t } from '../ui/words.ts'

interface MemoryListProps {
  readonly memories: readonly MemoryView[]
  readonly onForget: (memory: string) => void
}

/** What the rep asked not to be asked again, and the way back (F21). */
export function MemoryList({ memories, onForget }: MemoryListProps) {
  return (
    <ul className="holds">
      {memories.map((memory) => (
        <li key={memory.id} className="memory-entry">
          <p>{memoryWords(memory)}</p>
          <p className="hold-reason">{t('memory.reason', { reason: memory.reason })}</p>
          <Button
            size="small"
            aria-label={t('memory.forget-for', { rule: memory.ruleName })}
            onClick={() => onForget(memory.id)}
          >
            {t('memory.forget')}
          </Button>
        </li>
      ))}
    </ul>
  )
}
