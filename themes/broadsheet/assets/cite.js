// A button behind the line to cite. Without a script the line is selected whole by a
// click; where the clipboard may not be written to, that is how it stays.
if (navigator.clipboard) {
  for (const line of document.querySelectorAll('.citation')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'copy';
    button.textContent = line.dataset.copy;
    const said = document.createElement('span');
    said.className = 'unseen';
    said.setAttribute('role', 'status');
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(line.textContent.trim());
      button.textContent = said.textContent = line.dataset.copied;
      setTimeout(() => {
        button.textContent = line.dataset.copy;
        said.textContent = '';
      }, 2000);
    });
    line.after(' ', button, said);
  }
}
