import io

import matplotlib

from magrepro.figures import fig3


def test_a_figure_keeps_its_style_when_it_is_saved_later() -> None:
    params = fig3.Params(chi_over_chi_c=(0.5, 1.5))
    drawing = fig3.draw(fig3.compute(params), params)
    before = matplotlib.rcParams["pdf.fonttype"]
    buffer = io.BytesIO()
    drawing.savefig(buffer, format="pdf")
    assert b"/Type3" not in buffer.getvalue()
    assert b"/CIDFontType2" in buffer.getvalue()
    assert matplotlib.rcParams["pdf.fonttype"] == before
