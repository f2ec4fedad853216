// Draws a chart of the table it stands beside: the same figures, since they are read from its cells. Without scripts the table is there.
// data-chart="bar" data-chart-table="#id" data-chart-x, data-chart-y: titles of the axes; data-chart-across: bars that lie.
// In the table th[data-series] names a column to be drawn and td[data-value] holds its figures.
(function () {
  'use strict';
  var COLORS = ['#0f766e', '#b45309', '#4338ca', '#9f1239'];

  function draw(figure) {
    var table = document.querySelector(figure.dataset.chartTable), across = 'chartAcross' in figure.dataset;
    var heads = Array.from(table.tHead.rows[0].cells), rows = Array.from(table.tBodies[0].rows);
    var series = heads.map(function (head, at) { return { head: head, at: at }; }).filter(function (one) { return one.head.dataset.series; });
    var format = new Intl.NumberFormat(figure.dataset.locale);
    figure.hidden = false;
    if (across) figure.firstElementChild.classList.add('relais-chart-across');
    var whole = rows.every(function (row) { return series.every(function (one) { return Number.isInteger(Number(row.cells[one.at].dataset.value)); }); });
    function axis(title, values) {
      var scale = { title: { display: true, text: title, color: '#23302e' }, ticks: { color: '#23302e' } };
      if (values) {
        scale.beginAtZero = true;
        scale.ticks.callback = function (value) { return format.format(value); };
        if (whole) scale.ticks.precision = 0;
      }
      return scale;
    }
    new Chart(figure.querySelector('canvas'), {
      type: figure.dataset.chart,
      data: {
        labels: rows.map(function (row) { return row.cells[0].textContent.trim(); }),
        datasets: series.map(function (one, number) {
          return {
            label: one.head.textContent.trim(),
            data: rows.map(function (row) { return Number(row.cells[one.at].dataset.value); }),
            backgroundColor: COLORS[number % COLORS.length],
            maxBarThickness: 36
          };
        })
      },
      options: {
        indexAxis: across ? 'y' : 'x',
        animation: false,
        maintainAspectRatio: false,
        locale: figure.dataset.locale,
        plugins: { legend: { position: 'bottom', labels: { color: '#23302e' } } },
        scales: { x: axis(figure.dataset.chartX, across), y: axis(figure.dataset.chartY, !across) }
      }
    });
  }

  document.querySelectorAll('[data-chart]').forEach(draw);
})();
