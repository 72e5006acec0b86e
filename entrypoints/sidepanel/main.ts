import { mountSidePanel } from '../../components/sidepanel/mount.tsx'

const root = document.getElementById('root')
if (root) mountSidePanel(root)
