import { mountPanel } from '../../components/panel/mount.tsx'

const root = document.getElementById('root')
if (root) mountPanel(root)
