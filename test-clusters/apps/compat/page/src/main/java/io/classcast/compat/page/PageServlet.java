package io.classcast.compat.page;

import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Found by its annotation in a jar below WEB-INF/lib. */
@WebServlet("/page")
public class PageServlet extends HttpServlet {
    private static final long serialVersionUID = 1;

    /** For Tomcat. */
    public PageServlet() {
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setContentType("text/plain");
        response.getWriter().print("page for " + request.getParameter("name"));
    }
}
