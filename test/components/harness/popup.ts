import { mountPopup } from '../../../components/popup/mount.tsx'
import { createFakeWorker } from './fake-worker.ts'

const { worker, ask } = createFakeWorker()
window.worker = worker
const root = document.getElementById('root')
if (root) mountPopup(root, ask)
