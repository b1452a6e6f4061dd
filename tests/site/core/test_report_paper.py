"""The grid of a report on paper: no number is broken, and no row."""

from bs4 import BeautifulSoup

from fangxiu_app.core.framework.report_paper import lay_out


def grid(rows: int, columns: int = 4, first: str = "#", span: str = "") -> str:
	head = f"<tr><th>{first}</th>" + "<th style='min-width: 90px'>质保金余额</th>" * columns + "</tr>"
	cells = "<td><span><div style='text-align: right'>¥ 983,600.00</div></span></td>" * columns
	body = "".join(f"<tr><td {span}>{number + 1}</td>{cells}</tr>" for number in range(rows))
	return f'<div class="print-format"><table class="table table-bordered"><thead>{head}</thead><tbody>{body}</tbody></table></div>'


def laid_out(html: str, orientation: str = "Landscape") -> BeautifulSoup:
	page = BeautifulSoup(html, "html5lib")
	lay_out(page, orientation, False)
	return page


def test_no_number_is_broken_and_no_row():
	page = laid_out(grid(40, 9))
	tables = page.select("table")
	assert len(tables) == 39 + 1, "the heading with the first row"
	assert len(tables[0].select("tr")) == 2 and all("page-break-inside: avoid" in one["style"] for one in tables)
	assert all("white-space: nowrap" in cell["style"] for cell in page.select("td"))
	assert len({str(one.find("colgroup")) for one in tables}) == 1, "all have the same columns"
	narrow = laid_out(grid(3, 20), "Portrait").select_one("td")["style"]
	assert "font-size: 4.50pt" in narrow


def test_the_sum_is_not_alone_on_a_page():
	html = grid(3).replace("<td >3</td>", "<td style='font-weight: bold'>3</td>")
	assert [len(one.select("tr")) for one in laid_out(html).select("table")] == [2, 2]


def test_other_tables_stay_as_they_are():
	for html in (grid(2, first="科目"), grid(2, span="rowspan='2'"), grid(0), "<p>词</p>"):
		assert str(laid_out(html)) == str(BeautifulSoup(html, "html5lib"))
