// Draws the diagram of a case and marks where it stands. Without it, the page says the same in words.
(function () {
  'use strict';
  var holder = document.querySelector('[data-diagram]');
  var ids = function (list) { return list ? list.split(' ') : []; };
  var viewer = new window.BpmnJS({ container: holder });
  fetch(holder.dataset.diagram, { headers: { Accept: 'application/xml' } })
    .then(function (answer) {
      if (!answer.ok) throw new Error('Diagram: ' + answer.status);
      return answer.text();
    })
    // The names of tasks end with an expression for whom they are about; this page tells that in words.
    .then(function (xml) { return viewer.importXML(xml.replace(/ – \$\{\w+\}/g, '')); })
    .then(function () {
      var canvas = viewer.get('canvas'), elements = viewer.get('elementRegistry');
      var mark = function (id, name) { if (elements.get(id)) canvas.addMarker(id, name); };
      ids(holder.dataset.passed).forEach(function (id) { mark(id, 'relais-passed'); });
      ids(holder.dataset.here).forEach(function (id) { mark(id, 'relais-here'); });
      var fit = function () {
        canvas.resized();
        canvas.zoom('fit-viewport', 'auto');
      };
      // Room below for the mark of bpmn.io, which nothing may cover.
      var box = canvas.viewbox().inner;
      holder.style.aspectRatio = (box.width + 60) + ' / ' + (box.height + 90);
      fit();
      window.addEventListener('resize', fit);
      window.addEventListener('beforeprint', fit);
      window.addEventListener('afterprint', fit);
    })
    .catch(function () { holder.textContent = holder.dataset.failed; });
})();
